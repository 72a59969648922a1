package io.wave.proxy.connection;

import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;

/** Counts the answers that one side of a connection owes the other. For one event loop. */
public final class OwedAnswers {

    private int owed;
    private boolean interim;

    /** Takes note of a message on its way to the server. */
    public void asked(Object message) {
        if (message instanceof HttpRequest) {
            owed++;
        }
    }

    /** Takes note of a message on its way to the client; tells whether it ends an answer. */
    public boolean answered(Object message) {
        if (message instanceof HttpResponse response) {
            interim = response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
        }
        if (interim || !(message instanceof LastHttpContent)) {
            return false;
        }
        owed--;
        return true;
    }

    /** Whether one request, and no more, waits for the end of its answer. */
    public boolean one() {
        return owed == 1;
    }

    /** Whether all that was asked is answered. */
    public boolean none() {
        return owed <= 0;
    }
}
