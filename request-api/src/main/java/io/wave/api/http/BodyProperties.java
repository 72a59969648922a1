package io.wave.api.http;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Bodies of requests.
 *
 * @param maxSize beyond it a request is answered 413
 */
@ConfigurationProperties("wave.requests.body")
record BodyProperties(@DefaultValue("10MB") DataSize maxSize) {}
