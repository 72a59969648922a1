package io.wave.api.job.log;

import io.wave.api.web.problem.ApiException;
import io.wave.job.JobRecord;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.springframework.core.io.InputStreamResource;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/** Responses that clients save as files. */
public final class Download {

    private static final MediaType TEXT = new MediaType(MediaType.TEXT_PLAIN, StandardCharsets.UTF_8);

    private Download() {}

    /** A response with UTF-8 text. */
    public static ResponseEntity<InputStreamResource> text(String fileName, InputStream content) {
        return file(fileName, TEXT, content);
    }

    /** A response with a JSON document. */
    public static ResponseEntity<InputStreamResource> json(String fileName, InputStream content) {
        return file(fileName, MediaType.APPLICATION_JSON, content);
    }

    /**
     * The log of a job; an empty file if there is none yet.
     *
     * @param name of the job in the message, such as {@code Build 'bd-…'}
     * @throws ApiException 404 if the job has ended without a log
     */
    public static ResponseEntity<InputStreamResource> log(String name, JobRecord job, Optional<InputStream> log) {
        InputStream content = log.or(
                        () -> Optional.of(InputStream.nullInputStream()).filter(_ -> !job.isFinal()))
                .orElseThrow(() -> ApiException.notFound(name + " has no log"));
        return text(job.id() + ".log", content);
    }

    private static ResponseEntity<InputStreamResource> file(String name, MediaType type, InputStream content) {
        ContentDisposition attachment =
                ContentDisposition.attachment().filename(name).build();
        return ResponseEntity.ok()
                .contentType(type)
                .header(HttpHeaders.CONTENT_DISPOSITION, attachment.toString())
                .body(new InputStreamResource(content));
    }
}
