import {
  DataTypes,
  type CreationOptional,
  type InferAttributes,
  type InferCreationAttributes,
  type Model,
  type ModelStatic,
} from 'sequelize';
import type { Database } from '../database';

export interface LeadModel extends Model<
  InferAttributes<LeadModel>,
  InferCreationAttributes<LeadModel>
> {
  id: CreationOptional<string>;
  name: CreationOptional<string | null>;
  email: string;
  convertedTo: CreationOptional<string | null>;
  createdAt: CreationOptional<Date>;
}

export function leadModel({ sequelize }: Database): ModelStatic<LeadModel> {
  if (sequelize.isDefined('lead')) return sequelize.model('lead') as ModelStatic<LeadModel>;
  return sequelize.define<LeadModel>('lead', {
    id: { type: DataTypes.UUID, primaryKey: true, defaultValue: DataTypes.UUIDV4 },
    name: { type: DataTypes.TEXT },
    email: { type: DataTypes.TEXT, allowNull: false },
    convertedTo: { type: DataTypes.UUID },
    createdAt: { type: DataTypes.DATE, allowNull: false, defaultValue: DataTypes.NOW },
  });
}
