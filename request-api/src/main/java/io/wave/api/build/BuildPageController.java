package io.wave.api.build;

import io.wave.build.BuildId;
import io.wave.container.ContainerId;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** The pages about builds, whose paths clients put into messages. */
@RestController
class BuildPageController {

    private static final int MAX_LOG = 100_000;
    private static final MediaType HTML = new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8);
    private static final Pattern DASHED = Pattern.compile("(.+)-(\\d+)");
    private static final Pattern CONTAINER = Pattern.compile("(?:bd-)?([0-9a-f]{16})");

    private final Builds builds;
    private final BuildLogs logs;

    BuildPageController(Builds builds, BuildLogs logs) {
        this.builds = builds;
        this.logs = logs;
    }

    @GetMapping("/view/builds/{id}")
    ResponseEntity<String> page(@PathVariable String id) throws IOException {
        Matcher container = CONTAINER.matcher(id);
        if (container.matches()) {
            return attempts(id, builds.attempts(new ContainerId(container.group(1))));
        }
        Matcher dashed = DASHED.matcher(id);
        if (dashed.matches()) {
            return redirect(HttpStatus.MOVED_PERMANENTLY, dashed.group(1) + "_" + dashed.group(2));
        }
        Optional<Build> build = find(id);
        return html(build.isPresent() ? BuildPage.of(build.get(), log(build.get())) : BuildPage.unknown(id));
    }

    private static ResponseEntity<String> attempts(String id, List<Build> attempts) {
        return switch (attempts.size()) {
            case 0 -> html(BuildPage.unknown(id));
            case 1 ->
                redirect(
                        HttpStatus.TEMPORARY_REDIRECT, attempts.getFirst().job().id());
            default -> html(BuildPage.list(id, attempts));
        };
    }

    private Optional<Build> find(String id) {
        try {
            return builds.find(BuildId.parse(id));
        } catch (IllegalArgumentException noId) {
            return Optional.empty();
        }
    }

    private String log(Build build) throws IOException {
        try (InputStream text = logs.open(build.spec().id()).orElseGet(InputStream::nullInputStream)) {
            return new String(text.readNBytes(MAX_LOG), StandardCharsets.UTF_8);
        }
    }

    private static ResponseEntity<String> redirect(HttpStatus status, String id) {
        return ResponseEntity.status(status)
                .location(URI.create("/view/builds/" + URLEncoder.encode(id, StandardCharsets.UTF_8)))
                .build();
    }

    private static ResponseEntity<String> html(String page) {
        return ResponseEntity.ok().contentType(HTML).body(page);
    }
}
