"""How good the director is: lists of prompts against any model, and what came of them."""
