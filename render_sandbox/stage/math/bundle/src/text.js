module.exports = { setText(tex, env, line) { return line(`\\text{${tex}}`, false).items; } };
