package io.wave.proxy.peer;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How replicas read cached blobs from each other.
 *
 * @param address IP address or host name at which other replicas reach the HTTP port of this one, without a port; without
 *     an address, each replica downloads all blobs from their registries
 */
@ConfigurationProperties("wave.proxy.blob-cache.peers")
record PeerProperties(String address) {

    /** @throws IllegalArgumentException if the address is not one */
    PeerProperties {
        if (!address.matches("[0-9A-Za-z.:-]+")) {
            throw new IllegalArgumentException(
                    "%s: '%s' is not an IP address or host name; set one without scheme, port and brackets"
                            .formatted(PeerClient.ENABLED_BY, address));
        }
    }

    /** Host and port, with the brackets of an IPv6 address (RFC 3986, section 3.2.2). */
    String authority(int port) {
        String host = address.indexOf(':') < 0 ? address : "[" + address + "]";
        return host + ":" + port;
    }
}
