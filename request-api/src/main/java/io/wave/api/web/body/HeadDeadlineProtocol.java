package io.wave.api.web.body;

import java.time.Duration;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint;

/** HTTP as Tomcat speaks it, with a deadline for the head of each request. Tomcat makes it by its name. */
public final class HeadDeadlineProtocol extends Http11NioProtocol {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    /** With twenty seconds for a head. */
    public HeadDeadlineProtocol() {
        this(LIMIT);
    }

    HeadDeadlineProtocol(Duration limit) {
        super(new Endpoint(limit));
    }

    private static final class Endpoint extends NioEndpoint {

        private final Duration limit;

        Endpoint(Duration limit) {
            this.limit = limit;
        }

        @Override
        public void setHandler(Handler<NioChannel> handler) {
            super.setHandler(new HeadDeadline(handler, limit));
        }
    }
}
