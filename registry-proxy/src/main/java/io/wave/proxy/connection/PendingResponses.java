package io.wave.proxy.connection;

import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;

/** Counts the requests of a connection whose response is not complete. Used on one event loop only. */
public final class PendingResponses {

    private int pending;
    private boolean interim;

    /** To be called with each message to the server. */
    public void onRequest(Object message) {
        if (message instanceof HttpRequest) {
            pending++;
        }
    }

    /** To be called with each message to the client; returns whether it completes a response. */
    public boolean onResponse(Object message) {
        if (message instanceof HttpResponse response) {
            interim = response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
        }
        if (interim || !(message instanceof LastHttpContent)) {
            return false;
        }
        pending--;
        return true;
    }

    /** Number of pending responses. */
    int count() {
        return pending;
    }

    /** Whether exactly one response is pending. */
    public boolean hasOne() {
        return pending == 1;
    }

    /** Whether all requests have been answered. */
    public boolean allAnswered() {
        return pending <= 0;
    }
}
