package io.wave.api.web.problem;

/**
 * The body of every error.
 *
 * @param message what is wrong, short and for humans
 */
public record ApiError(String message) {}
