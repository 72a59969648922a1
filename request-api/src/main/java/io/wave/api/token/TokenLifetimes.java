package io.wave.api.token;

import io.wave.token.RequestRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** When tokens expire, and when a use renews them: from the middle of their lifetime on. */
@Component
class TokenLifetimes {

    private final Duration duration;
    private final TokenRenewalProperties limits;

    TokenLifetimes(TokenProperties tokens, TokenRenewalProperties limits) {
        this.duration = tokens.duration();
        this.limits = limits;
    }

    /** When a token that is issued now expires. */
    Instant expiry(Instant now) {
        return now.plus(duration);
    }

    /** The latest time to which a token can be renewed, which is not before it expires now; empty if there is no limit. */
    Optional<Instant> limit(RequestRecord request) {
        return Optional.ofNullable(limitOf(request.tenant()))
                .map(limit -> request.createdAt().plus(limit))
                .map(limit -> limit.isAfter(request.expiresAt()) ? limit : request.expiresAt());
    }

    private @Nullable Duration limitOf(String tenant) {
        return tenant.equals(RequestRecord.ANONYMOUS) ? limits.anonymousLimit() : limits.userLimit();
    }

    /** The request with the time from when on a use renews its token. */
    RequestRecord withRenewal(RequestRecord request) {
        Instant expiry = request.expiresAt();
        return request.until(expiry, isAtLimit(request) ? null : expiry.minus(duration.dividedBy(2)));
    }

    /** Tokens that expire before this time are renewed by a use now. */
    Instant renewedBefore(Instant now) {
        return now.plus(duration.dividedBy(2));
    }

    private boolean isAtLimit(RequestRecord request) {
        return limit(request).filter(request.expiresAt()::equals).isPresent();
    }

    /** When a token expires that is renewed now; never earlier than before. */
    Instant renewed(RequestRecord request, Instant now) {
        Instant next =
                limit(request).filter(limit -> limit.isBefore(expiry(now))).orElse(expiry(now));
        return next.isAfter(request.expiresAt()) ? next : request.expiresAt();
    }
}
