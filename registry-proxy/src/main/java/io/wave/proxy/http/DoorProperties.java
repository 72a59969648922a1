package io.wave.proxy.http;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What is refused at the door.
 *
 * @param denyPaths paths that are answered 405, whatever they would be
 */
@ConfigurationProperties("wave")
record DoorProperties(@DefaultValue List<String> denyPaths) {}
