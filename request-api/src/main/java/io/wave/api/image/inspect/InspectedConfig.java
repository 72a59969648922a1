package io.wave.api.image.inspect;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of an image.
 *
 * @param architecture CPU architecture
 * @param container container from which the image was created
 * @param created when the image was created
 * @param config container configuration
 * @param rootfs uncompressed layers
 */
public record InspectedConfig(
        @Nullable String architecture,
        @Nullable String container,
        @Nullable Instant created,
        @Nullable Running config,
        @Nullable RootFs rootfs) {

    static InspectedConfig of(LenientJson json) {
        return new InspectedConfig(
                json.text("architecture"),
                json.text("container"),
                json.instant("created"),
                json.member("config").map(Running::of).orElse(null),
                json.member("rootfs").map(RootFs::of).orElse(null));
    }

    /**
     * The container configuration, with the names of Docker's image configuration.
     *
     * @param hostName host name
     * @param domainName domain name
     * @param user user that runs the process
     * @param attachStdin whether standard input is attached
     * @param attachStdout whether standard output is attached
     * @param attachStderr whether standard error is attached
     * @param tty whether a terminal is allocated
     * @param env environment variables, each {@code NAME=value}
     * @param cmd default arguments
     * @param image image from which this image was created
     * @param workingDir working directory
     * @param entrypoint entrypoint
     * @param labels labels
     */
    public record Running(
            @Nullable String hostName,
            @Nullable String domainName,
            @Nullable String user,
            @Nullable Boolean attachStdin,
            @Nullable Boolean attachStdout,
            @Nullable Boolean attachStderr,
            @Nullable Boolean tty,
            List<String> env,
            List<String> cmd,
            @Nullable String image,
            @Nullable String workingDir,
            List<String> entrypoint,
            Map<String, String> labels) {

        static Running of(LenientJson json) {
            return new Running(
                    json.text("Hostname"),
                    json.text("Domainname"),
                    json.text("User"),
                    json.flag("AttachStdin"),
                    json.flag("AttachStdout"),
                    json.flag("AttachStderr"),
                    json.flag("Tty"),
                    json.list("Env"),
                    json.list("Cmd"),
                    json.text("Image"),
                    json.text("WorkingDir"),
                    json.list("Entrypoint"),
                    json.texts("Labels"));
        }
    }

    /**
     * The uncompressed layers.
     *
     * @param type always {@code layers}
     * @param diffIds digests, oldest first
     */
    public record RootFs(
            @Nullable String type, @JsonProperty("diff_ids") List<String> diffIds) {

        static RootFs of(LenientJson json) {
            return new RootFs(json.text("type"), json.list("diff_ids"));
        }
    }
}
