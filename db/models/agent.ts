import {
  DataTypes,
  type CreationOptional,
  type InferAttributes,
  type InferCreationAttributes,
  type Model,
  type ModelStatic,
} from 'sequelize';
import type { Role } from '../../domain/agent/role';
import type { Database } from '../database';

export interface AgentModel extends Model<
  InferAttributes<AgentModel>,
  InferCreationAttributes<AgentModel>
> {
  id: CreationOptional<string>;
  name: string;
  email: string;
  role: Role;
  passwordHash: CreationOptional<string | null>;
  active: CreationOptional<boolean>;
  createdAt: CreationOptional<Date>;
  invitedAt: CreationOptional<Date | null>;
  awaySince: CreationOptional<Date | null>;
  awayUntil: CreationOptional<Date | null>;
  awayNote: CreationOptional<string | null>;
  lastSeenAt: CreationOptional<Date | null>;
}

export function agentModel({ sequelize }: Database): ModelStatic<AgentModel> {
  if (sequelize.isDefined('agent')) return sequelize.model('agent') as ModelStatic<AgentModel>;
  return sequelize.define<AgentModel>('agent', {
    id: { type: DataTypes.UUID, primaryKey: true, defaultValue: DataTypes.UUIDV4 },
    name: { type: DataTypes.TEXT, allowNull: false },
    email: { type: DataTypes.TEXT, allowNull: false },
    role: { type: DataTypes.TEXT, allowNull: false },
    passwordHash: { type: DataTypes.TEXT },
    active: { type: DataTypes.BOOLEAN, allowNull: false, defaultValue: true },
    createdAt: { type: DataTypes.DATE, allowNull: false, defaultValue: DataTypes.NOW },
    invitedAt: { type: DataTypes.DATE },
    awaySince: { type: DataTypes.DATE },
    awayUntil: { type: DataTypes.DATE },
    awayNote: { type: DataTypes.TEXT },
    lastSeenAt: { type: DataTypes.DATE },
  });
}
