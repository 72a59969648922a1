package io.wave.scanner.database;

/** The databases of Trivy. */
enum DatabaseKind {
    VULNERABILITIES("db", "trivy.db", "--download-db-only", "--db-repository"),
    JAVA("java-db", "trivy-java.db", "--download-java-db-only", "--java-db-repository");

    private final String folder;
    private final String file;
    private final String downloadFlag;
    private final String repositoryFlag;

    DatabaseKind(String folder, String file, String downloadFlag, String repositoryFlag) {
        this.folder = folder;
        this.file = file;
        this.downloadFlag = downloadFlag;
        this.repositoryFlag = repositoryFlag;
    }

    /** Its folder in a cache folder of Trivy. */
    String folder() {
        return folder;
    }

    /** The file in that folder, besides the metadata. */
    String file() {
        return file;
    }

    String downloadFlag() {
        return downloadFlag;
    }

    String repositoryFlag() {
        return repositoryFlag;
    }
}
