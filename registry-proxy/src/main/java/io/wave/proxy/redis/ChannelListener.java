package io.wave.proxy.redis;

/** Listens to one Redis channel. Both methods are called on an event loop and must return quickly. */
public interface ChannelListener {

    /** Name of the channel. */
    String channel();

    /** Called with each message. */
    void onMessage(String message);

    /** Called when the subscription starts, also after a lost connection: earlier messages may have been missed. */
    void onSubscribed();
}
