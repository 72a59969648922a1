package io.wave.proxy.token;

import io.wave.proxy.redis.ChannelListener;
import io.wave.redis.RedisKeys;
import io.wave.token.ContainerToken;

/**
 * Removes a token as soon as its revocation is published. The {@link TokenRefresher} finds what is missed without a
 * subscription.
 */
final class RevocationListener implements ChannelListener {

    private final RequestCache requests;

    RevocationListener(RequestCache requests) {
        this.requests = requests;
    }

    @Override
    public String channel() {
        return RedisKeys.REVOKED_CHANNEL;
    }

    @Override
    public void onMessage(String message) {
        requests.remove(new ContainerToken(message));
    }

    @Override
    public void onSubscribed() {
        // Nothing to do: the next refresh finds missed revocations.
    }
}
