import {
  DataTypes,
  type CreationOptional,
  type InferAttributes,
  type InferCreationAttributes,
  type Model,
  type ModelStatic,
} from 'sequelize';
import type { Database } from '../database';

export interface ContactModel extends Model<
  InferAttributes<ContactModel>,
  InferCreationAttributes<ContactModel>
> {
  id: CreationOptional<string>;
  name: string;
  email: string;
  accountId: CreationOptional<string | null>;
  createdAt: CreationOptional<Date>;
}

export function contactModel({ sequelize }: Database): ModelStatic<ContactModel> {
  if (sequelize.isDefined('contact')) {
    return sequelize.model('contact') as ModelStatic<ContactModel>;
  }
  return sequelize.define<ContactModel>('contact', {
    id: { type: DataTypes.UUID, primaryKey: true, defaultValue: DataTypes.UUIDV4 },
    name: { type: DataTypes.TEXT, allowNull: false },
    email: { type: DataTypes.TEXT, allowNull: false },
    accountId: { type: DataTypes.UUID },
    createdAt: { type: DataTypes.DATE, allowNull: false, defaultValue: DataTypes.NOW },
  });
}
