# One image for every role: ROLE=api takes HTTP and mail, ROLE=worker runs the workflows.
# What the RUN lines do is in scripts/image-steps.sh; `npm run check:image` runs it without an engine.
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY admin-ui/package.json admin-ui/
COPY scripts/image-steps.sh scripts/
RUN sh scripts/image-steps.sh install
COPY . .
RUN sh scripts/image-steps.sh build
RUN sh scripts/image-steps.sh prune

FROM node:24-bookworm-slim
ENV NODE_ENV=production
WORKDIR /app
COPY --from=build --chown=node:node /app ./
USER node
EXPOSE 3000 2525
CMD ["node", "--enable-source-maps", "--import", "tsx", "runtime/main.ts"]
