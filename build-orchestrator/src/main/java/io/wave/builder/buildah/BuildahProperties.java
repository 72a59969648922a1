package io.wave.builder.buildah;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Configuration of buildah.
 *
 * @param storageDriver storage driver of buildah; {@code vfs} works everywhere, {@code overlay} is faster where the kernel and
 *     the file system of {@code wave.jobs.work-dir} allow it
 * @param trustCallers whether anonymous callers may have container files built by buildah, whose RUN steps can reach the files
 *     of the worker; {@code true} in one process that listens on the loopback interface only
 */
@ConfigurationProperties("wave.build.buildah")
public record BuildahProperties(
        @DefaultValue("vfs") String storageDriver,
        @DefaultValue("false") boolean trustCallers) {}
