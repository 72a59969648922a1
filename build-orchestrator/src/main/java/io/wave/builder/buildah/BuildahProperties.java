package io.wave.builder.buildah;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How buildah works.
 *
 * @param storageDriver its storage driver; {@code vfs} works everywhere, {@code overlay} is faster where the kernel and
 *     the file system of {@code wave.jobs.work-dir} allow it
 */
@ConfigurationProperties("wave.build.buildah")
public record BuildahProperties(@DefaultValue("vfs") String storageDriver) {}
