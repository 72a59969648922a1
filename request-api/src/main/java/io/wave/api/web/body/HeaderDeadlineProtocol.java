package io.wave.api.web.body;

import java.time.Duration;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint;

/** Tomcat's HTTP protocol with a deadline for request headers. Tomcat creates it by its class name. */
public final class HeaderDeadlineProtocol extends Http11NioProtocol {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    /** With a deadline of twenty seconds. */
    public HeaderDeadlineProtocol() {
        this(LIMIT);
    }

    HeaderDeadlineProtocol(Duration limit) {
        super(new Endpoint(limit));
    }

    private static final class Endpoint extends NioEndpoint {

        private final Duration limit;

        Endpoint(Duration limit) {
            this.limit = limit;
        }

        @Override
        public void setHandler(Handler<NioChannel> handler) {
            super.setHandler(new HeaderDeadline(handler, limit));
        }
    }
}
