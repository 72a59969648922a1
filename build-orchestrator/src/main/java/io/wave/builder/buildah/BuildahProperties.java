package io.wave.builder.buildah;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Configuration of buildah.
 *
 * @param storageDriver storage driver of buildah; {@code vfs} works everywhere, {@code overlay} is faster where the kernel and
 *     the file system of {@code wave.jobs.work-dir} allow it
 */
@ConfigurationProperties("wave.build.buildah")
public record BuildahProperties(@DefaultValue("vfs") String storageDriver) {}
