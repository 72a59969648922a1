package io.wave.proxy.token;

import io.wave.job.RedisKeys;
import io.wave.proxy.redis.ChannelListener;
import io.wave.token.ContainerToken;

/** Ends a token here as soon as its end is published. What is missed while nobody listens, the checks find. */
final class RevokedTokens implements ChannelListener {

    private final RememberedRequests requests;

    RevokedTokens(RememberedRequests requests) {
        this.requests = requests;
    }

    @Override
    public String channel() {
        return RedisKeys.REVOKED_CHANNEL;
    }

    @Override
    public void onMessage(String message) {
        requests.end(new ContainerToken(message));
    }

    @Override
    public void onSubscribed() {
        // Nothing to read again: what was missed, the next check of the tokens in use finds.
    }
}
