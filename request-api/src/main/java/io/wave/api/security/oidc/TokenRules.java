package io.wave.api.security.oidc;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.Jwt;

/** What the claims of a token must be, besides its signature. The errors are for the user. */
final class TokenRules implements OAuth2TokenValidator<Jwt> {

    private final IssuerProperties issuer;
    private final List<ClaimRule> required;
    private final Duration skew;
    private final Clock clock;

    TokenRules(IssuerProperties issuer, OidcProperties properties, Clock clock) {
        this.issuer = issuer;
        this.required = properties.requiredClaims();
        this.skew = properties.clockSkew();
        this.clock = clock;
    }

    @Override
    public OAuth2TokenValidatorResult validate(Jwt token) {
        return problem(token)
                .map(text -> OAuth2TokenValidatorResult.failure(new OAuth2Error("invalid_token", text, null)))
                .orElseGet(OAuth2TokenValidatorResult::success);
    }

    private Optional<String> problem(Jwt token) {
        if (!issuer.issuer().equals(token.getClaimAsString("iss"))) {
            return Optional.of("has another issuer (iss) than '%s'".formatted(issuer.issuer()));
        }
        List<String> audiences = token.getAudience();
        if (audiences == null || issuer.audiences().stream().noneMatch(audiences::contains)) {
            return Optional.of("is for another service: its audience (aud) must include one of "
                    + String.join(", ", issuer.audiences()));
        }
        return time(token).or(() -> broken(token));
    }

    private Optional<String> time(Jwt token) {
        Instant now = clock.instant();
        Instant end = token.getExpiresAt();
        Instant start = token.getNotBefore();
        if (end == null) {
            return Optional.of("has no time of expiry (exp)");
        }
        if (!now.isBefore(end.plus(skew))) {
            return Optional.of("expired at %s; request a new one from its issuer".formatted(end));
        }
        return start != null && now.isBefore(start.minus(skew))
                ? Optional.of("is not valid before %s; check the clocks".formatted(start))
                : Optional.empty();
    }

    private Optional<String> broken(Jwt token) {
        Claims claims = new Claims(token.getClaims());
        return required.stream()
                .filter(rule -> !rule.matches(claims))
                .map(rule -> "does not have a required value in its claim '%s'".formatted(rule.name()))
                .findFirst();
    }
}
