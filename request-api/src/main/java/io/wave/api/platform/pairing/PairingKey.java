package io.wave.api.platform.pairing;

import io.wave.api.platform.PlatformEndpoint;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What the pairing of a Platform is stored under. Unlike in Wave, all spellings of an endpoint have the same one.
 *
 * @param value 32 hexadecimal digits
 */
record PairingKey(String value) {

    private static final char SEPARATOR = '\u001c';
    private static final char END = '\u001e';

    static PairingKey of(String service, PlatformEndpoint endpoint) {
        String text = "service" + SEPARATOR + service + END + "towerEndpoint" + SEPARATOR + "https://"
                + endpoint.location() + END;
        try {
            byte[] hash = MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
            return new PairingKey(HexFormat.of().formatHex(hash));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
