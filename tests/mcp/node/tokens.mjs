// Counts the tokens of each text in a JSON array on stdin, in the vocabulary of GPT-4o; prints a JSON array.
import { encode } from "gpt-tokenizer/encoding/o200k_base";

let text = "";
for await (const part of process.stdin) text += part;
console.log(JSON.stringify(JSON.parse(text).map((one) => encode(one).length)));
