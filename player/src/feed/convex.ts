export class ConvexSource { constructor(_url: string) {} projects(): Promise<never> { throw new Error("todo"); } open(_id: string): Promise<never> { throw new Error("todo"); } }
