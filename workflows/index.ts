// All workflow types, as the worker bundles them.
export { deliverMailWorkflow } from './deliver-mail';
export { ticketWorkflow } from './ticket';
export { flowRunWorkflow } from './flow-run';
export { flowScheduleWorkflow } from './flow-schedule';
