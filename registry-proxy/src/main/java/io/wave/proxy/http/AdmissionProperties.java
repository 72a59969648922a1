package io.wave.proxy.http;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Requests that are denied.
 *
 * @param denyPaths paths that are rejected with 405
 */
@ConfigurationProperties("wave")
record AdmissionProperties(@DefaultValue List<String> denyPaths) {}
