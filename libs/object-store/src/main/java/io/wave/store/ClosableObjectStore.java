package io.wave.store;

/** An object store that holds connections until it is closed. */
public interface ClosableObjectStore extends ObjectStore, AutoCloseable {

    @Override
    void close();
}
