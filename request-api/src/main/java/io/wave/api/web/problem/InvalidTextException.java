package io.wave.api.web.problem;

import tools.jackson.core.JsonParser;
import tools.jackson.databind.exc.MismatchedInputException;

/** A string in a body that violates a rule for all strings. */
public final class InvalidTextException extends MismatchedInputException {

    private final String rule;
    private final boolean ofList;

    public InvalidTextException(JsonParser parser, String rule) {
        this(parser, rule, false);
    }

    private InvalidTextException(JsonParser parser, String rule, boolean ofList) {
        super(parser, rule, String.class);
        this.rule = rule;
        this.ofList = ofList;
    }

    /** The rule is about the list that contains the string. */
    public static InvalidTextException ofList(JsonParser parser, String rule) {
        return new InvalidTextException(parser, rule, true);
    }

    boolean isOfList() {
        return ofList;
    }

    String rule() {
        return rule;
    }
}
