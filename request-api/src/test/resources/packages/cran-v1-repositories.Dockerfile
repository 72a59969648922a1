FROM rocker/r-ver:4.5.1
USER root
ENV R_LIBS_USER=/usr/local/lib/R/site-library
RUN export R_LIBS_USER=/usr/local/lib/R/site-library \
    && mkdir -p /usr/local/lib/R/site-library \
    && Rscript \
        -e 'options(repos = c("https://r.example.com/cran", CRAN = "https://cloud.r-project.org/"))' \
        -e 'if (!requireNamespace("BiocManager", quietly = TRUE)) install.packages("BiocManager")' \
        -e 'options(repos = BiocManager::repositories())' \
        -e 'install.packages(c("DESeq2"))' \
        -e 'BiocManager::install(c("edgeR"), ask = FALSE, update = FALSE)' \
        -e 'absent <- setdiff(c("DESeq2", "edgeR"), rownames(installed.packages()))' \
        -e 'if (length(absent) > 0) stop("not installed: ", toString(absent))' \
    && rm -rf /tmp/downloaded_packages /tmp/*.rds /var/lib/apt/lists/*
