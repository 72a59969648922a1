package io.wave.api.scan.request;

/**
 * Response of {@code POST /v1alpha1/scans}.
 *
 * @param scanId scan id
 * @param targetImage the image that is scanned
 * @param containerPlatform the platform that is scanned
 * @param detailsUri page of the scan
 */
record ScanAccepted(String scanId, String targetImage, String containerPlatform, String detailsUri) {}
