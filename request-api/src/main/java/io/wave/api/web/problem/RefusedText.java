package io.wave.api.web.problem;

import tools.jackson.core.JsonParser;
import tools.jackson.databind.exc.MismatchedInputException;

/** A string in a body that breaks a rule which holds for every string. */
public final class RefusedText extends MismatchedInputException {

    private final String rule;
    private final boolean ofList;

    public RefusedText(JsonParser parser, String rule) {
        this(parser, rule, false);
    }

    private RefusedText(JsonParser parser, String rule, boolean ofList) {
        super(parser, rule, String.class);
        this.rule = rule;
        this.ofList = ofList;
    }

    /** The rule is one of the list that the string is an element of. */
    public static RefusedText ofList(JsonParser parser, String rule) {
        return new RefusedText(parser, rule, true);
    }

    boolean isOfList() {
        return ofList;
    }

    String rule() {
        return rule;
    }
}
