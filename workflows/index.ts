// All workflow types, as the worker bundles them.
export { ticketWorkflow } from './ticket';
