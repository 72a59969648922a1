package io.wave.api.web.problem;

/**
 * The body of every error response.
 *
 * @param message what is wrong, for users
 */
public record ApiError(String message) {}
