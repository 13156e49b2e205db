import {
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isSpecifiedDirective,
  isSpecifiedScalarType,
  type GraphQLSchema,
} from 'graphql';

/** Anything of a schema that can have a description. */
interface Part {
  readonly name: string;
  readonly description?: string | null | undefined;
}

/**
 * The types, fields, arguments, values and directives of a schema that lack a description, or whose description is no sentence: it
 * ends with a full stop. Each by its name, such as `Query.search(first:)`. What GraphQL itself has is left out.
 */
export function undescribedParts(schema: GraphQLSchema): readonly string[] {
  const parts: (readonly [string, Part])[] = [];
  const addArguments = (path: string, all: readonly Part[]): void => {
    for (const argument of all) parts.push([`${path}(${argument.name}:)`, argument]);
  };
  for (const type of Object.values(schema.getTypeMap())) {
    if (isIntrospectionType(type) || isSpecifiedScalarType(type)) continue;
    parts.push([type.name, type]);
    if (isEnumType(type)) for (const value of type.getValues()) parts.push([`${type.name}.${value.name}`, value]);
    if (!isObjectType(type) && !isInterfaceType(type) && !isInputObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      const path = `${type.name}.${field.name}`;
      parts.push([path, field]);
      if ('args' in field) addArguments(path, field.args);
    }
  }
  for (const directive of schema.getDirectives()) {
    if (isSpecifiedDirective(directive)) continue;
    parts.push([`@${directive.name}`, directive]);
    addArguments(`@${directive.name}`, directive.args);
  }
  return parts.filter(([, { description }]) => !description?.trim().endsWith('.')).map(([path]) => path);
}
