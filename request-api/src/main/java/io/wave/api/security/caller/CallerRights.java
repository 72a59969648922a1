package io.wave.api.security.caller;

import io.wave.api.web.problem.ApiException;

/** Operations that not every caller may use. Anonymous callers are asked for credentials (401); others are refused (403). */
public final class CallerRights {

    private CallerRights() {}

    /** @throws ApiException 401 or 403 if the caller is not an operator */
    public static void requireOperator(Caller caller) {
        if (!caller.isOperator()) {
            throw caller instanceof Caller.Anonymous
                    ? ApiException.unauthorized()
                    : ApiException.forbidden("this is for operators; use the API token or the account of one");
        }
    }

    /**
     * Checks the rights for what belongs to a user.
     *
     * @param isOwner whether it belongs to the caller
     * @throws ApiException 401 or 403 if the caller is neither its owner nor an operator
     */
    public static void requireOwner(Caller caller, boolean isOwner) {
        if (!isOwner && !caller.isOperator()) {
            throw caller instanceof Caller.Anonymous
                    ? ApiException.ownerRequired()
                    : ApiException.forbidden("this is for the user who made the request and for operators; use the API"
                            + " token of that user, or the API token or the account of an operator");
        }
    }

    /**
     * Checks the rights for what was read from images that not everybody may read.
     *
     * @param mayRead whether the caller may read them
     * @throws ApiException 401 or 403 if not
     */
    public static void requireReader(Caller caller, boolean mayRead) {
        if (!mayRead) {
            throw caller instanceof Caller.Anonymous
                    ? ApiException.readerRequired()
                    : ApiException.forbidden("this was read from images that your credentials cannot read; use the API"
                            + " token of the user who made the request, or of an operator");
        }
    }
}
