import {
  DataTypes,
  type CreationOptional,
  type InferAttributes,
  type InferCreationAttributes,
  type Model,
  type ModelStatic,
} from 'sequelize';
import type { Database } from '../database';

export interface AccountModel extends Model<
  InferAttributes<AccountModel>,
  InferCreationAttributes<AccountModel>
> {
  id: CreationOptional<string>;
  name: string;
  createdAt: CreationOptional<Date>;
}

export function accountModel({ sequelize }: Database): ModelStatic<AccountModel> {
  if (sequelize.isDefined('account')) {
    return sequelize.model('account') as ModelStatic<AccountModel>;
  }
  return sequelize.define<AccountModel>('account', {
    id: { type: DataTypes.UUID, primaryKey: true, defaultValue: DataTypes.UUIDV4 },
    name: { type: DataTypes.TEXT, allowNull: false },
    createdAt: { type: DataTypes.DATE, allowNull: false, defaultValue: DataTypes.NOW },
  });
}
