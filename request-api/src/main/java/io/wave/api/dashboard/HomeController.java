package io.wave.api.dashboard;

import io.wave.api.security.caller.Caller;
import io.wave.api.web.page.PageController;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Conditional;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** The home page, and the server-sent events that keep it up to date. */
@PageController
@Conditional(NoLandingCondition.class)
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
        model.addAttribute("dashboard", live.now().html());
        return "home";
    }

    /** Each event contains the complete dashboard, so a reconnecting client needs no earlier events. */
    @GetMapping("/view/live")
    SseEmitter stream(Caller caller, HttpServletResponse response) {
        LiveDashboard.Viewer viewer = live.enter(caller.address());
        response.setHeader(HttpHeaders.CACHE_CONTROL, CacheControl.noStore().getHeaderValue());
        SseEmitter events = new SseEmitter(0L);
        Thread.ofVirtual().name("dashboard-viewer").start(() -> send(viewer, events));
        return events;
    }

    private void send(LiveDashboard.Viewer viewer, SseEmitter events) {
        try (viewer) {
            live.now();
            while (viewer.isOpen()) {
                Optional<LiveDashboard.Version> next = viewer.next(HEARTBEAT);
                events.send(SseEmitter.event().name("clock").data(clock.millis()));
                if (next.isPresent()) {
                    events.send(
                            SseEmitter.event().name("dashboard").data(next.get().html()));
                }
            }
            events.complete();
        } catch (IOException | IllegalStateException left) {
            LOG.atDebug().log("A dashboard viewer has disconnected");
        } catch (RuntimeException failed) {
            events.completeWithError(failed);
        }
    }
}
