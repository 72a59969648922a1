package io.wave.api.platform.pairing;

/**
 * The key pair of a Platform.
 *
 * @param id what the Platform is told to name it by
 * @param publicKey X.509, in base64
 * @param privateKey PKCS#8, in base64, encrypted
 */
record Pairing(String id, String publicKey, String privateKey) {

    @Override
    public String toString() {
        return "Pairing[%s]".formatted(id);
    }
}
