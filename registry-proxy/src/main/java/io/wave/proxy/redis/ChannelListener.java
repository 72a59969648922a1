package io.wave.proxy.redis;

/** Hears what is published on one channel. Both methods are called on an event loop and must be quick. */
public interface ChannelListener {

    /** The channel. */
    String channel();

    /** A message was published. */
    void onMessage(String message);

    /** From now on messages are heard; what was published before, since the connection was lost or ever, was not. */
    void onSubscribed();
}
