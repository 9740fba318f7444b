/** Whose tokens are believed: this deployment's own. */
export default {
  providers: [{ domain: process.env["CONVEX_SITE_URL"], applicationID: "convex" }],
};
