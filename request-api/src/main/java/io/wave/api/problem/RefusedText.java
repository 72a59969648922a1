package io.wave.api.problem;

import tools.jackson.core.JsonParser;
import tools.jackson.databind.exc.MismatchedInputException;

/** A string in a body that breaks a rule which holds for every string. */
public final class RefusedText extends MismatchedInputException {

    private final String rule;

    public RefusedText(JsonParser parser, String rule) {
        super(parser, rule, String.class);
        this.rule = rule;
    }

    String rule() {
        return rule;
    }
}
