package io.wave.api.scan.harbor;

import io.swagger.v3.oas.annotations.Hidden;
import io.wave.api.security.caller.Caller;
import io.wave.api.web.problem.ApiException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
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

    private static final String BEARER = "Bearer ";
    private static final String API_KEY = "X-ScannerAdapter-API-Key";
    private static final String REFRESH_AFTER = "Refresh-After";
    private static final String SECONDS = "5";

    private final HarborScans scans;
    private final byte[] token;

    HarborController(HarborScans scans, HarborProperties properties) {
        this.scans = scans;
        this.token = String.valueOf(properties.token()).getBytes(StandardCharsets.UTF_8);
    }

    @GetMapping("/metadata")
    ResponseEntity<byte[]> metadata(
            @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false) @Nullable String authorization,
            @RequestHeader(name = API_KEY, required = false) @Nullable String key) {
        requireToken(authorization, key);
        return answer(HttpStatus.OK, HarborMediaTypes.METADATA, HarborMetadata.OF_TRIVY);
    }

    @PostMapping("/scan")
    ResponseEntity<byte[]> scan(
            @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false) @Nullable String authorization,
            @RequestHeader(name = API_KEY, required = false) @Nullable String key,
            @RequestBody HarborScanRequest body,
            Caller caller) {
        requireToken(authorization, key);
        return answer(HttpStatus.ACCEPTED, HarborMediaTypes.SCAN_RESPONSE, Map.of("id", scans.accept(body, caller)));
    }

    /** A scan that is in progress is answered by a redirect to the same address, with the time after which to ask again. */
    @GetMapping("/scan/{id}/report")
    ResponseEntity<byte[]> report(
            @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false) @Nullable String authorization,
            @RequestHeader(name = API_KEY, required = false) @Nullable String key,
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.ACCEPT, defaultValue = "") String accept,
            @RequestParam(name = "sbom_media_type", required = false) @Nullable String sbomType) {
        requireToken(authorization, key);
        boolean sbom = HarborMediaTypes.accepts(accept, HarborMediaTypes.SBOM);
        return switch (scans.report(id, sbom, sbomType)) {
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

    private void requireToken(@Nullable String authorization, @Nullable String key) {
        String sent = key != null
                ? key
                : authorization != null && authorization.startsWith(BEARER)
                        ? authorization.substring(BEARER.length())
                        : "";
        if (!MessageDigest.isEqual(sent.getBytes(StandardCharsets.UTF_8), token)) {
            throw ApiException.tokenRequired(
                    "Authorization: the token of the scanner adapter is missing or wrong; send the value of"
                            + " wave.scan.harbor.token, as Bearer or in the header " + API_KEY);
        }
    }
}
