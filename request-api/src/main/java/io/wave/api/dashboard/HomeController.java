package io.wave.api.dashboard;

import io.wave.api.security.caller.Caller;
import io.wave.api.web.page.PageController;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Conditional;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** The home page, and the server-sent events that keep it up to date. */
@PageController
@Conditional(NoLanding.class)
class HomeController {

    private static final Logger LOG = LoggerFactory.getLogger(HomeController.class);

    /** Shorter than the idle timeouts of proxies and load balancers. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);

    private final LiveDashboard live;
    private final Clock clock;

    HomeController(LiveDashboard live, Clock clock) {
        this.live = live;
        this.clock = clock;
    }

    @GetMapping("/")
    String home(Model model) {
        model.addAttribute("picture", live.now().html());
        return "home";
    }

    /** Each event contains the complete dashboard, so a reconnecting client needs no earlier events. */
    @GetMapping("/view/live")
    void stream(Caller caller, HttpServletResponse response) {
        try (LiveDashboard.Viewer viewer = live.enter(caller.address())) {
            response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
            response.setCharacterEncoding(StandardCharsets.UTF_8);
            response.setHeader(HttpHeaders.CACHE_CONTROL, CacheControl.noStore().getHeaderValue());
            EventStream events = new EventStream(response.getOutputStream());
            live.now();
            while (viewer.isWelcome()) {
                Optional<LiveDashboard.Version> next = viewer.next(HEARTBEAT);
                events.send("clock", Long.toString(clock.millis()));
                if (next.isPresent()) {
                    events.send("picture", next.get().html());
                }
                response.flushBuffer();
            }
        } catch (IOException left) {
            LOG.atDebug().log("A dashboard viewer has disconnected");
        }
    }
}
