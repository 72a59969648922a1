package io.wave.api.scan.harbor;

import io.swagger.v3.oas.annotations.Hidden;
import io.wave.api.security.caller.Caller;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** The scanner adapter API of Harbor, version 1.2. */
@Hidden
@RestController
@ConditionalOnProperty("wave.scan.harbor.token")
@RequestMapping(HarborController.PATH)
class HarborController {

    static final String PATH = "/api/v1";

    /** With all members, empty ones too, since Harbor expects them. */
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final String REFRESH_AFTER = "Refresh-After";
    private static final String SECONDS = "5";

    private final HarborScans scans;

    HarborController(HarborScans scans) {
        this.scans = scans;
    }

    /** Harbor asks for this when the scanner is added and tested: without scans it is told so. */
    @GetMapping("/metadata")
    ResponseEntity<byte[]> metadata() {
        scans.requireEnabled();
        return answer(HttpStatus.OK, HarborMediaTypes.METADATA, HarborMetadata.OF_TRIVY);
    }

    @PostMapping(
            path = "/scan",
            consumes = {MediaType.APPLICATION_JSON_VALUE, HarborMediaTypes.SCAN_REQUEST})
    ResponseEntity<byte[]> scan(@RequestBody HarborScanRequest body, Caller caller) {
        return answer(HttpStatus.ACCEPTED, HarborMediaTypes.SCAN_RESPONSE, Map.of("id", scans.accept(body, caller)));
    }

    /** A scan that is in progress is answered by a redirect to the same address, with the time after which to ask again. */
    @GetMapping("/scan/{id}/report")
    ResponseEntity<byte[]> report(
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.ACCEPT, defaultValue = "") String accept,
            @RequestParam(name = "sbom_media_type", required = false) @Nullable String sbomType,
            Caller caller) {
        boolean sbom = HarborMediaTypes.accepts(accept, HarborMediaTypes.SBOM);
        return switch (scans.report(id, sbom, sbomType, caller)) {
            case HarborScans.Answer.Running() ->
                ResponseEntity.status(HttpStatus.FOUND)
                        .location(URI.create("%s/scan/%s/report".formatted(PATH, id)))
                        .header(REFRESH_AFTER, SECONDS)
                        .build();
            case HarborScans.Answer.Failed(var reason) ->
                answer(HttpStatus.INTERNAL_SERVER_ERROR, HarborMediaTypes.ERROR, HarborErrors.error(reason));
            case HarborScans.Answer.Ready(var report) ->
                answer(HttpStatus.OK, sbom ? HarborMediaTypes.SBOM : HarborMediaTypes.VULNERABILITIES, report);
        };
    }

    private ResponseEntity<byte[]> answer(HttpStatus status, String type, Object body) {
        return ResponseEntity.status(status)
                .contentType(MediaType.parseMediaType(type))
                .body(JSON.writeValueAsBytes(body));
    }
}
