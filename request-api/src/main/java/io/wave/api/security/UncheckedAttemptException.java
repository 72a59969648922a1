package io.wave.api.security;

import io.wave.api.web.problem.ApiException;
import org.springframework.security.core.AuthenticationException;

/** An authentication attempt with an error of its own, for example because of a rate limit (429). */
final class UncheckedAttemptException extends AuthenticationException {

    private final transient ApiException answer;

    UncheckedAttemptException(ApiException answer) {
        super(String.valueOf(answer.getMessage()), answer);
        this.answer = answer;
    }

    ApiException exception() {
        return answer;
    }
}
